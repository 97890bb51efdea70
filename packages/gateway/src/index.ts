export { type Asset, type Assets, assetOf, loadAssets } from './assets.ts';
export { GatewayError, type GatewayErrorCode } from './gatewayError.ts';
export type { ClientLimits } from './pageClient.ts';
export { type Gateway, type GatewayOptions, startGateway } from './startGateway.ts';
