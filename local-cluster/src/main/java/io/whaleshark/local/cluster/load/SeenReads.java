package io.whaleshark.local.cluster.load;

import io.whaleshark.checker.Device;
import io.whaleshark.checker.LogChecker;
import io.whaleshark.checker.Part;
import io.whaleshark.checker.ReaderCount;
import io.whaleshark.protocol.ReadEvent;

/// Shows the checker what a device is told of others' reading. Confined to one thread at a time.
final class SeenReads {

  private final LogChecker checker;
  private final Device device;

  SeenReads(LogChecker checker, Device device) {
    this.checker = checker;
    this.device = device;
  }

  void seen(ReadEvent event) {
    switch (event) {
      case ReadEvent.ReadNotify read ->
          checker.readSeen(
              device,
              new Part(World.name(read.fromId(), read.in()), read.fromId()),
              read.messageSequence());
      case ReadEvent.ReadReceipt read ->
          checker.readSeen(
              device,
              new Part(World.direct(read.fromId(), read.toId()), read.fromId()),
              read.messageSequence());
      case ReadEvent.GroupReadReceipt read -> {
        String group = World.group(read.groupId());
        checker.readSeen(device, new Part(group, read.fromId()), read.messageSequence());
        checker.counted(
            new ReaderCount(
                group, read.countedSequence(), 0, read.readCount(), read.memberCount(), null));
      }
    }
  }
}
