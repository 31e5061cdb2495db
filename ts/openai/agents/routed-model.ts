import type { GatewayOptions, RoutingMetadata } from "../../index";
import { tellOf } from "../tell-metadata";
import type { AgentsEvent, AgentsModel, AgentsRequest, AgentsResponse } from "./agents-types";
import { mergeGateway } from "./merge-gateway";

/** What a model of an agent gets from its provider. */
export interface ModelContext {
  /** Routing of the provider itself, below that of the agent. */
  readonly gateway: GatewayOptions | undefined;
  /** Routing of the run, above that of the agent. Asked when the model is called, inside the run. */
  runGateway(): GatewayOptions | undefined;
  /** Where the metadata of this call has to be told. Asked when the model is called, inside the run. */
  collector(): (metadata: RoutingMetadata) => void;
  /** Remembers the metadata of an answer that the run's result will not hold. */
  remember(responseId: string, metadata: RoutingMetadata): void;
}

/** A model of OpenAI Agents whose calls are routed, and whose answers' routes are noted. */
export class RoutedModel implements AgentsModel {
  readonly #model: AgentsModel;
  readonly #context: ModelContext;

  constructor(model: AgentsModel, context: ModelContext) {
    this.#model = model;
    this.#context = context;
  }

  async getResponse(request: never): Promise<never> {
    const collect = this.#context.collector();
    const response: AgentsResponse = await this.#model.getResponse(this.#routed(request));
    tellOf(response.providerData, collect);
    return response as never;
  }

  async *getStreamedResponse(request: never): AsyncGenerator<never> {
    const collect = this.#context.collector();
    let found: RoutingMetadata | undefined;
    for await (const event of this.#model.getStreamedResponse(this.#routed(request))) {
      const { type, event: raw, response } = event as AgentsEvent;
      const note = (metadata: RoutingMetadata) => {
        found = metadata;
      };
      if (type === "model") tellOf(raw, note);
      if (type === "response_done") {
        // Over the Responses API the raw event comes only after this one, but the answer holds it as well.
        tellOf(response?.providerData, note);
        if (found !== undefined) collect(found);
        if (found !== undefined && response?.id !== undefined) this.#context.remember(response.id, found);
      }
      yield event;
    }
  }

  getRetryAdvice(request: never): never {
    return this.#model.getRetryAdvice?.(request) as never;
  }

  /** The request with the routing of provider, agent and run. */
  #routed(request: AgentsRequest): never {
    const settings = request.modelSettings;
    const own = settings?.providerData?.gateway as GatewayOptions | undefined;
    const gateway = mergeGateway(this.#context.gateway, own, this.#context.runGateway());
    if (gateway === undefined) return request as never;
    const providerData = { ...settings?.providerData, gateway };
    return { ...request, modelSettings: { ...settings, providerData } } as never;
  }
}
