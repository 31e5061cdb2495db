import type { Catalogue } from "./catalogue";
import { defaultModels } from "./default-models";
import { defaultProviders } from "./default-providers";

/**
 * The catalogue that a gateway uses unless it is given another. All its figures are simulated.
 *
 * @example
 * const catalogue = defaultCatalogue();
 * const gateway = await startGateway({ catalogue: { ...catalogue, models: catalogue.models.slice(0, 3) } });
 */
export function defaultCatalogue(): Catalogue {
  return { providers: defaultProviders, models: defaultModels };
}
