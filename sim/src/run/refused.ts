/** Why something that was asked of a simulation is not done. */
export type RefusalCode =
  | 'unsupported'
  | 'notFound'
  | 'wrongState'
  | 'failed'
  | 'invalidPose'
  | 'nameTaken'
  | 'nameInvalid'
  | 'namespaceInvalid'
  | 'noResource'
  | 'unsupportedFormat'
  | 'parseError'
  | 'missingAssets'
  | 'unsupportedElements';

/** A wish that is not granted; the message is for people. Nothing was changed. */
export class Refused extends Error {
  override readonly name = 'Refused';
  readonly code: RefusalCode;

  constructor(code: RefusalCode, reason: string) {
    super(reason);
    this.code = code;
  }
}
