
export interface SetupState {
  setupComplete: boolean;
}
