package io.whaleshark.local.cluster.load;

import io.whaleshark.checker.Device;
import io.whaleshark.protocol.RefusalCode;
import io.whaleshark.protocol.Refused;
import java.util.Set;

/// Which refusals may meet a device that only asks for what it may. Stateless.
final class ExpectedRefusals {

  /// Those that are no answer: what was asked for is asked for again.
  private static final Set<Integer> FOR_NOW =
      Set.of(RefusalCode.RETRY_LATER.number(), RefusalCode.INTERNAL.number());

  /// What moves and recalls of others make of honest requests.
  private static final Set<Integer> EXPECTED =
      Set.of(
          RefusalCode.READ_AHEAD.number(),
          RefusalCode.NOT_A_PARTICIPANT.number(),
          RefusalCode.RECALL_TOO_LATE.number(),
          RefusalCode.EDIT_TOO_LATE.number(),
          RefusalCode.MESSAGE_RECALLED.number());

  private ExpectedRefusals() {}

  static boolean isForNow(Refused refused) {
    return FOR_NOW.contains(refused.code());
  }

  /// @throws IllegalStateException if no device should ever be refused with it
  static void requireExpected(Device device, Refused refused) {
    if (!EXPECTED.contains(refused.code()) && !isForNow(refused)) {
      throw new IllegalStateException(device + ": " + refused);
    }
  }
}
