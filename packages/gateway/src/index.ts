export type { AccessOptions, GatewayClock } from './access/access.ts';
export { type AuditEntry, type AuditLog, auditKinds, memoryAudit } from './access/audit.ts';
export { type Role, roles } from './access/role.ts';
export { type AccessStore, memoryStore, type Session } from './access/sessions.ts';
export { type Asset, type Assets, assetOf, loadAssets } from './assets.ts';
export { GatewayError, type GatewayErrorCode } from './gatewayError.ts';
export type { ClientLimits } from './pageClient.ts';
export type { PresenceSign } from './pages.ts';
export { type BodyButtons, type Gateway, type GatewayOptions, startGateway } from './startGateway.ts';
