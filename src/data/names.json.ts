import {addressNames} from "../build/pages.js";

// The names that an address may hold, for a page that computes nothing but carries the scenario along.
process.stdout.write(JSON.stringify(addressNames));
