import {method} from "../build/method.js";

// What the method page says in numbers.
process.stdout.write(JSON.stringify(method()));
