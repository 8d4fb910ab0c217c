package io.whaleshark.testkit.simulation;

import io.whaleshark.checker.Anomaly;

/// Maps each anomaly to the promise that it breaks.
final class Promises {

  private Promises() {}

  static String brokenBy(Anomaly anomaly) {
    String promise =
        switch (anomaly.kind()) {
          case LOST_WRITE, ALTERED, LOST_RECALL, LOST_EDIT, LOST_MEMBERSHIP -> "P1";
          case INCONSISTENT_SEQUENCE, GAP -> "P2";
          case DUPLICATE, PHANTOM, ACK_CHANGED -> "P3";
          case SKIPPED_POLL, BACKWARDS_POLL -> "P4";
          case UNSEEN -> "P5";
          case POSITION_MOVED_BACK, POSITION_LOST, POSITION_BEYOND_NEWEST, POSITION_GUESSED -> "P6";
          case UNREAD_WRONG, READERS_WRONG -> "P8";
          case TRESPASS -> "P9";
        };
    return promise + " " + anomaly;
  }
}
