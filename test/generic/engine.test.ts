import {subjects} from "../subjects.js";
import {engineTests} from "./engine.js";

engineTests(subjects);
