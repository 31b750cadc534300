import {subjects} from "../subjects.js";
import {robustnessTests} from "./robustness.js";

robustnessTests(subjects);
