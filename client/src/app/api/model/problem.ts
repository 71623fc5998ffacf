import type { ProblemViolation } from './problemViolation.ts';

export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  instance: string;
  requestId: string;
  errors?: ProblemViolation[];
}
