// What pages ask for once their figures stand: Plot and every chart, in one file that all pages share.
export {intervalChart} from "./interval-chart.js";
export {rankChart} from "./rank-chart.js";
export {servingChart} from "./serving-chart.js";
export {goodputChart, sizeChart} from "./size-chart.js";
