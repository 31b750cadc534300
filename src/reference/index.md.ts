import {referenceIndex} from "../build/reference.js";

process.stdout.write(referenceIndex());
