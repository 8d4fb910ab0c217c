/** A question before what cannot be undone. */
export interface Question {
  readonly text: string;
  /** The label of the button that does it. */
  readonly yes: string;
  readonly act: () => void;
}

/** Asks one question at a time. */
export class Questions {
  asked: Question | undefined;

  constructor(private readonly onChange: () => void) {}

  ask(question: Question): void {
    this.asked = question;
    this.onChange();
  }

  answer(yes: boolean): void {
    const { asked } = this;
    this.asked = undefined;
    if (yes) {
      asked?.act();
    }
    this.onChange();
  }
}
