import { AsyncLocalStorage } from "node:async_hooks";
import {
  BadRequestError,
  Client,
  type ClientOptions,
  type GatewayOptions,
  parseRoutingMetadata,
  type RoutingMetadata,
  type RoutingOptions,
  toExtraBody,
} from "../../index";
import { costOf, type RoutingCapture, RoutingScopes } from "../routing-capture";
import type { AgentsModel, AgentsResponse, AgentsResult } from "./agents-types";
import { mergeGateway } from "./merge-gateway";
import { type ModelContext, RoutedModel } from "./routed-model";

/** Options of a client, or the client itself, and how the agents' calls are routed. */
export interface AurikoModelProviderOptions extends ClientOptions {
  /** The client that makes the calls. Default: a new one with the other options. */
  client?: Client | undefined;
  /** The model of agents that name none. Default: none; such an agent fails. */
  model?: string | undefined;
  /** Routing of all calls. An agent's own (`modelSettings.providerData`) and a run's are laid over it, field by field. */
  routing?: RoutingOptions | undefined;
  /** The same with everything else that `gateway` may hold. */
  gateway?: GatewayOptions | undefined;
  /** Whether models are called through the Responses API, not through chat completions. Default: false. */
  useResponses?: boolean | undefined;
}

/** One call of a model within a run. */
export interface RunStep {
  /** The answer's id. */
  readonly responseId: string | null;
  /** How it was routed; `null` when the answer does not say. */
  readonly routingMetadata: RoutingMetadata | null;
  /** What it cost in USD; 0 when the answer does not say. */
  readonly costUsd: number;
}

/** How the calls of a run were routed. */
export interface RunRouting {
  readonly steps: readonly RunStep[];
  /** What the run cost in USD. */
  readonly costUsd: number;
}

/** So many answers of streamed runs are remembered for `routingOf()`. */
const REMEMBERED = 10_000;

/**
 * Auriko's models for OpenAI Agents: `new Runner({ modelProvider: new AurikoModelProvider() })`.
 *
 * Calls go through a `Client`, so its retries, timeouts, ledger, spend limit and errors hold for agents as well.
 */
export class AurikoModelProvider {
  /** The client that makes the calls; its `ledger` knows what they cost. */
  readonly client: Client;
  readonly #defaultModel: string | undefined;
  readonly #useResponses: boolean;
  readonly #models = new Map<string, AgentsModel>();
  readonly #scopes = new RoutingScopes();
  readonly #runs = new AsyncLocalStorage<GatewayOptions | undefined>();
  readonly #remembered = new Map<string, RoutingMetadata>();
  readonly #context: ModelContext;

  /**
   * @throws AuthenticationError without a key, BadRequestError for an option that is unknown or out of range.
   * @throws TypeError for a `client` together with options of a client.
   */
  constructor(options: AurikoModelProviderOptions = {}) {
    const { client, model, routing, gateway, useResponses, ...clientOptions } = options;
    if (client !== undefined && Object.keys(clientOptions).length > 0) {
      throw new TypeError("Give either `client` or options for a new one, not both.");
    }
    this.client = client ?? new Client(clientOptions);
    this.#defaultModel = model;
    this.#useResponses = useResponses ?? false;
    this.#context = {
      gateway: checked({ ...gateway }, routing),
      runGateway: () => this.#runs.getStore(),
      collector: () => this.#scopes.current(),
      remember: (id, metadata) => this.#remember(id, metadata),
    };
  }

  /**
   * The model of a name, as a run asks for it. Rejects with a `BadRequestError` when neither the agent nor the provider
   * names one.
   */
  async getModel(name?: string): Promise<AgentsModel> {
    const model = name || this.#defaultModel;
    if (!model) throw noModel();
    let routed = this.#models.get(model);
    if (routed === undefined) {
      routed = new RoutedModel(await this.#make(model), this.#context);
      this.#models.set(model, routed);
    }
    return routed;
  }

  /**
   * Runs a function, in which the calls of all agents are routed so: over what the agent and the provider say, field by
   * field. Functions within each other add up, the inner one on top.
   * @throws BadRequestError for routing that is out of range.
   */
  withRouting<T>(options: RoutingOptions | GatewayOptions, run: () => T): T {
    const gateway = mergeGateway(this.#runs.getStore(), toExtraBody(options).gateway);
    return this.#runs.run(gateway, run);
  }

  /** Runs a function and collects how the calls of all agents in it were routed, nested runs included. */
  withRoutingMetadata<T>(run: () => T | Promise<T>): Promise<RoutingCapture<T>> {
    return this.#scopes.capture(run);
  }

  /**
   * How each step of a run was routed and what it cost. Of a streamed run, after its `completed`; the latest 10,000
   * streamed answers are remembered.
   */
  routingOf(result: AgentsResult): RunRouting {
    const steps = result.rawResponses.map((response) => this.#stepOf(response as AgentsResponse));
    return { steps, costUsd: steps.reduce((sum, { costUsd }) => sum + costUsd, 0) };
  }

  #stepOf({ responseId, providerData }: AgentsResponse): RunStep {
    const remembered = responseId === undefined ? undefined : this.#remembered.get(responseId);
    const routingMetadata = parseRoutingMetadata(providerData) ?? remembered ?? null;
    const costUsd = routingMetadata === null ? 0 : costOf(routingMetadata);
    return { responseId: responseId ?? null, routingMetadata, costUsd };
  }

  #remember(responseId: string, metadata: RoutingMetadata): void {
    this.#remembered.set(responseId, metadata);
    if (this.#remembered.size <= REMEMBERED) return;
    const [oldest] = this.#remembered.keys();
    this.#remembered.delete(oldest as string);
  }

  /** Loaded in the format of this module, so that the program has one copy of the package. */
  async #make(model: string): Promise<AgentsModel> {
    const agents = await import("@openai/agents");
    const Model = this.#useResponses ? agents.OpenAIResponsesModel : agents.OpenAIChatCompletionsModel;
    // The models use two methods of a client, which ours has as well; the declared type is a class of the `openai` package.
    return new Model(this.client as never, model) as unknown as AgentsModel;
  }
}

function checked(gateway: GatewayOptions, routing: RoutingOptions | undefined): GatewayOptions | undefined {
  const merged = mergeGateway(gateway, routing === undefined ? undefined : { routing }) ?? {};
  return Object.keys(merged).length === 0 ? undefined : toExtraBody(merged).gateway;
}

function noModel(): BadRequestError {
  return new BadRequestError(
    "No model: give the agent a `model`, or the AurikoModelProvider a `model` for agents without one.",
    { statusCode: 400, type: "invalid_request_error", code: "missing_required_parameter", param: "model" },
  );
}
