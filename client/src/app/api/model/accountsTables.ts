
export interface AccountsTables {
  user: number;
  session: number;
  account: number;
  verification: number;
  apiKey: number;
}
