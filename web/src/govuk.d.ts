declare module 'govuk-frontend' {
  export function createAll(component: unknown): void;
  export function isSupported(): boolean;
  export const Button: unknown;
  export const Checkboxes: unknown;
  export const ErrorSummary: unknown;
  export const Radios: unknown;
  export const SkipLink: unknown;
}
