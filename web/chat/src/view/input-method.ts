const KEY_OF_INPUT_METHOD = 229;

/** Whether an input method handles the key. Safari ends the composition first; only the key code shows it. */
export function isComposing(event: KeyboardEvent): boolean {
  return event.isComposing || event.keyCode === KEY_OF_INPUT_METHOD;
}
