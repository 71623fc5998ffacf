
export interface ProblemViolation {
  parameter?: string;
  field?: string;
  value?: string;
  message: string;
}
