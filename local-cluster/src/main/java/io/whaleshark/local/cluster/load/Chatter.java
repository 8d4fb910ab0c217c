package io.whaleshark.local.cluster.load;

import io.whaleshark.local.cluster.load.DeviceConnection.BrokenException;
import io.whaleshark.protocol.Peer;
import io.whaleshark.protocol.Request;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// What a device does while there is load: it says, reads, repeats, edits and recalls at random,
/// loses its connection now and then, and connects again wherever it can. Confined to one thread at
/// a time.
final class Chatter {

  private static final int UNANSWERED_AT_MOST = 30;
  private static final int PAUSE_MILLIS_AT_MOST = 12;
  private static final int PAUSE_MILLIS_WHEN_BROKEN = 50;
  private static final int LONG_BODY = 3_000;

  private final ChatDevice device;
  private final Random random;
  private final List<Peer> peers;
  private int said;
  private int edited;

  Chatter(ChatDevice device, Random random) {
    this.device = device;
    this.random = random;
    this.peers = World.peers(device.user());
  }

  /// Goes on for as long as it is wanted, and takes all that had arrived by then.
  void chat(List<Door> doors, BooleanSupplier goesOn) throws InterruptedException {
    while (goesOn.getAsBoolean()) {
      try {
        chatOnce(doors);
      } catch (BrokenException _) {
        device.leave();
        TimeUnit.MILLISECONDS.sleep(random.nextInt(PAUSE_MILLIS_WHEN_BROKEN));
      }
    }
    device.leave();
  }

  private void chatOnce(List<Door> doors) throws BrokenException, InterruptedException {
    if (!device.isConnected()) {
      device.connect(doors.get(random.nextInt(doors.size())).tcp());
    }
    device.listen(random.nextInt(PAUSE_MILLIS_AT_MOST));
    device.pullIfBehind();
    act();
  }

  private void act() throws BrokenException, InterruptedException {
    Peer peer = peers.get(random.nextInt(peers.size()));
    int dice = random.nextInt(1_000);
    if (dice < 500) {
      say(peer);
    } else if (dice < 750) {
      read(peer, device.displayed(peer));
    } else if (dice < 850) {
      read(peer, random.nextLong(device.displayed(peer) + 1));
    } else if (dice < 910) {
      repeat();
    } else if (dice < 940) {
      recall();
    } else if (dice < 950) {
      device.readAhead(peer);
    } else if (dice < 953) {
      device.leave();
    } else if (dice < 960) {
      device.sendRefused();
    } else if (dice < 990) {
      edit();
    }
  }

  private void say(Peer peer) throws BrokenException {
    if (device.sends().unansweredCount() < UNANSWERED_AT_MOST) {
      said++;
      String id = device.name.name() + "-" + said;
      int padding = random.nextInt(50) == 0 ? random.nextInt(LONG_BODY) : random.nextInt(40);
      device.say(peer, id, id + " " + "x".repeat(padding));
    }
  }

  private void read(Peer peer, long sequence) throws BrokenException {
    if (sequence > 0) {
      device.read(peer, sequence);
    }
  }

  private void repeat() throws BrokenException {
    List<Request.Send> answered = device.sends().answered();
    if (!answered.isEmpty()) {
      device.repeat(answered.get(random.nextInt(answered.size())));
    }
  }

  private void edit() throws BrokenException {
    List<Request.Send> answered = device.sends().answered();
    if (!answered.isEmpty()) {
      edited++;
      Request.Send sent = answered.get(random.nextInt(answered.size()));
      device.edit(sent, device.name.name() + "-edit-" + edited);
    }
  }

  private void recall() throws BrokenException {
    List<Request.Send> answered = device.sends().answered();
    if (!answered.isEmpty()) {
      device.recall(answered.get(random.nextInt(answered.size())));
    }
  }
}
