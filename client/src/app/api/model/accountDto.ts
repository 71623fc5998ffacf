
export interface AccountDto {
  id: string;
  name: string;
  email: string;
}
