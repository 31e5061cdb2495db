export { estimateRequest } from "./estimate-request";
export { type ChatEstimateParams, Estimator, type ResponseEstimateParams } from "./estimator";
export type { EstimateOptions, OfferEstimate, RequestEstimate } from "./request-estimate";
