/** Every failure becomes a row of the error table; what nobody foresaw is logged and told without its inside. */
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { codes, type ErrorCode, errorBody, Refusal } from '../errors/index.ts';

export function answerFailures(app: FastifyInstance): void {
  app.setErrorHandler((error: FastifyError | Refusal, request, reply) => {
    const [code, details] = foreseen(error);
    if (codes[code].status >= 500) request.log.error({ err: error }, 'request failed');
    return refuse(reply, { request, code, details });
  });
}

/** Sends one failure. */
export function refuse(
  reply: FastifyReply,
  { request, code, details }: { request: FastifyRequest; code: ErrorCode; details?: unknown },
): FastifyReply {
  const language = request.headers['accept-language'];
  return reply.status(codes[code].status).type('application/json').send(errorBody(code, { details, language }));
}

function foreseen(error: FastifyError | Refusal): [ErrorCode, unknown] {
  if (error instanceof Refusal) return [error.code, error.details];
  if (error.validation !== undefined)
    return ['request.invalid', { where: error.validationContext, what: error.message }];
  if (error.statusCode === 413) return ['request.too_large', undefined];
  if (error.statusCode === 415) return ['request.unsupported', undefined];
  if (error.statusCode === 429) return ['request.too_many', undefined];
  if (error.statusCode !== undefined && error.statusCode < 500) return ['request.invalid', { what: error.message }];
  return ['server.failed', undefined];
}
