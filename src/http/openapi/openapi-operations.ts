import type { OpenAPIObject } from '@nestjs/swagger';

type PathItem = OpenAPIObject['paths'][string];
/** What the document says of one method of one path. */
export type Operation = NonNullable<PathItem['get']>;

const METHODS = ['get', 'head', 'put', 'post', 'patch', 'delete', 'options'] as const;

/** Every operation of the document, with its method. */
export function operationsOf(
  document: OpenAPIObject,
): readonly (readonly [method: string, operation: Operation])[] {
  return Object.values(document.paths).flatMap((item) =>
    METHODS.flatMap((method) => {
      const operation = item[method];
      return operation === undefined ? [] : [[method, operation] as const];
    }),
  );
}

/** The parameters of every operation that stand in the document itself. */
export function parametersOf(document: OpenAPIObject) {
  return operationsOf(document).flatMap(([, { parameters = [] }]) =>
    parameters.filter((parameter) => 'name' in parameter),
  );
}
