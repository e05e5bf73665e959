/** Why a file cannot be inspected at all (exit 3). */
export type UnusableCode =
  | 'file_not_found'
  | 'file_empty'
  | 'not_a_file'
  | 'not_media'
  | 'no_streams'
  | 'zero_duration'
  | 'picture_too_large'
  | 'too_long'
  | 'too_big'
  | 'refused_playlist'
  | 'decoder_missing'
  | 'decoder_failed'
  | 'decoder_timeout';

/** A file that cannot be used. The message names the file and the reason; `code` is stable. */
export class UnusableInput extends Error {
  readonly code: UnusableCode;
  constructor(code: UnusableCode, message: string) {
    super(message);
    this.name = 'UnusableInput';
    this.code = code;
  }
}
