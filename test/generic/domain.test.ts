import {subjects} from "../subjects.js";
import {domainTests} from "./domain.js";

domainTests(subjects);
