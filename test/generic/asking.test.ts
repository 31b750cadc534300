import {subjects} from "../subjects.js";
import {dimensionTests} from "./dimensions.js";
import {explainTests} from "./explain.js";
import {inputTests} from "./inputs.js";
import {liveTests} from "./live.js";
import {pageTests} from "./page.js";
import {sensitivityTests} from "./sensitivity.js";

dimensionTests(subjects);
explainTests(subjects);
inputTests(subjects);
liveTests(subjects);
pageTests(subjects);
sensitivityTests(subjects);
