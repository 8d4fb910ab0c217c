package io.whaleshark.backend;

/**
 * What holds of a user's receipts.
 *
 * @param receiptsOn whether others see how far the user has received and read
 * @param othersShown whether the user sees how far others have
 * @param changeable whether the user has a switch
 */
public record ReceiptState(boolean receiptsOn, boolean othersShown, boolean changeable) {

  static ReceiptState of(JsonFields fields) {
    return new ReceiptState(
        fields.flag("receiptsOn"), fields.flag("othersShown"), fields.flag("changeable"));
  }
}
