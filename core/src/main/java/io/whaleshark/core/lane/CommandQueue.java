package io.whaleshark.core.lane;

import io.whaleshark.core.command.Command;
import io.whaleshark.core.model.Message;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// The bounded queue before the lane. Thread-safe.
///
/// Producers add under a lock that is held for an append only; the lane takes everything at once by
/// exchanging lists, so a batch of a thousand costs it one acquisition.
final class CommandQueue {

  /// What one of many users in a command takes, with a name of usual length.
  private static final long BYTES_PER_MEMBER = 100;

  private static final int AWAKE = Integer.MAX_VALUE;

  enum Offered {
    QUEUED,
    FULL,
    CLOSED
  }

  private final LaneLimits limits;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition somethingWaits = lock.newCondition();
  private final Condition roomIsMade = lock.newCondition();

  // Guarded by lock.
  private List<Command> waiting = new ArrayList<>();
  private long waitingBytes;
  private boolean someoneWasRefused;
  private boolean closed;
  private int wakesAt = AWAKE; // how many have to wait to wake the lane

  /// What one batch left over; the lane's thread alone.
  private List<Command> taken = List.of();

  private int takenUpTo;

  CommandQueue(LaneLimits limits) {
    this.limits = limits;
  }

  Offered offer(Command command) {
    lock.lock();
    try {
      Offered offered = addIfRoom(command);
      someoneWasRefused |= offered == Offered.FULL;
      return offered;
    } finally {
      lock.unlock();
    }
  }

  /// Waits for room, then adds.
  ///
  /// @return `FULL` if no room was made in time
  Offered offerWithin(Duration atMost, Command command) throws InterruptedException {
    lock.lock();
    try {
      long nanos = atMost.toNanos();
      Offered offered = addIfRoom(command);
      while (offered == Offered.FULL && nanos > 0) {
        nanos = roomIsMade.awaitNanos(nanos);
        offered = addIfRoom(command);
      }
      return offered;
    } finally {
      lock.unlock();
    }
  }

  private Offered addIfRoom(Command command) {
    if (closed) {
      return Offered.CLOSED;
    }
    if (waiting.size() >= limits.commands() || waitingBytes >= limits.bytes()) {
      return Offered.FULL;
    }
    add(command);
    return Offered.QUEUED;
  }

  void offerAlways(Command command) {
    lock.lock();
    try {
      add(command);
    } finally {
      lock.unlock();
    }
  }

  private void add(Command command) {
    waiting.add(command);
    waitingBytes += sizeBytes(command);
    if (waiting.size() >= wakesAt) {
      wakesAt = AWAKE;
      somethingWaits.signal();
    }
  }

  private static long sizeBytes(Command command) {
    return switch (command) {
      case Command.Send send -> sizeBytes(send.content());
      case Command.Vetted vetted ->
          sizeBytes(vetted.send().content())
              + vetted.wanted().map(CommandQueue::sizeBytes).orElse(0);
      case Command.Edit edit -> sizeBytes(edit.content());
      case Command.Rewrite rewrite -> sizeBytes(rewrite.content());
      case Command.ImportMessage taken -> sizeBytes(taken.content());
      case Command.Placed placed -> sizeBytes(placed.then());
      case Command.Chained chained -> sizeBytes(chained.then());
      case Command.PutGroup put -> put.members().size() * BYTES_PER_MEMBER;
      case Command.AddMembers add -> add.members().size() * BYTES_PER_MEMBER;
      case Command.SetPushToken set -> set.token().length();
      case Command.ForgetPushToken forget -> forget.dead().token().length();
      case Command.PutProfile put ->
          put.name().length() + put.avatar().length() + put.extra().length();
      case Command.Recall _,
          Command.Withdraw _,
          Command.PinMessage _,
          Command.PinAny _,
          Command.ImportPin _,
          Command.React _,
          Command.TakeBack _,
          Command.ImportReaction _,
          Command.Receive _,
          Command.Read _,
          Command.SetConversation _,
          Command.RemoveMember _,
          Command.SetMember _,
          Command.DissolveGroup _,
          Command.LogIn _,
          Command.LogOut _,
          Command.ShowTyping _,
          Command.RaiseFloors _,
          Command.TellLogin _,
          Command.TellLogout _,
          Command.SignOut _,
          Command.Ban _,
          Command.LiftBan _,
          Command.PutBlock _,
          Command.LiftBlock _,
          Command.SwitchReceipts _,
          Command.RemovePushToken _,
          Command.RemoveProfile _,
          Command.EraseViews _,
          Command.ImportReport _,
          Command.Turn _ ->
          0;
    };
  }

  private static int sizeBytes(Message.Sent content) {
    return content.body().bytes().length + content.extra().bytes().length;
  }

  /// Waits until something waits, the queue is closed, or the time is over.
  void await(long micros) {
    lock.lock();
    try {
      if (taken.isEmpty() && waiting.isEmpty()) {
        sleep(1, micros);
      }
    } finally {
      lock.unlock();
    }
  }

  /// Where something waits: waits until there is enough of it, the queue is closed, or the time is
  /// over.
  void gather(int enough, long micros) {
    lock.lock();
    try {
      if (taken.isEmpty() && !waiting.isEmpty()) {
        sleep(enough, micros);
      }
    } finally {
      lock.unlock();
    }
  }

  private void sleep(int until, long micros) {
    long nanos =
        micros > Long.MAX_VALUE / StampClock.NANOS_PER_MICRO
            ? Long.MAX_VALUE
            : TimeUnit.MICROSECONDS.toNanos(micros);
    try {
      while (waiting.size() < until && !closed && nanos > 0) {
        wakesAt = until;
        nanos = somethingWaits.awaitNanos(nanos);
      }
    } catch (InterruptedException e) {
      // The lane ends by close() alone, never by an interrupt: whoever was promised an answer gets
      // one.
    } finally {
      wakesAt = AWAKE;
    }
  }

  /// Takes the next batch: at most [LaneLimits#batch] commands, in order. What lets messages expire
  /// is a batch of its own: a full disk has room for that alone. Never waits.
  List<Command> take() {
    if (taken.isEmpty()) {
      lock.lock();
      try {
        taken = waiting;
        waiting = new ArrayList<>(taken.size());
        waitingBytes = 0;
        roomIsMade.signalAll();
      } finally {
        lock.unlock();
      }
    }
    int end = endOfBatch();
    List<Command> batch = taken.subList(takenUpTo, end);
    takenUpTo = end;
    if (end == taken.size()) {
      taken = List.of();
      takenUpTo = 0;
    }
    return batch;
  }

  private int endOfBatch() {
    int atMost = Math.min(taken.size(), takenUpTo + limits.batch());
    for (int i = takenUpTo; i < atMost; i++) {
      if (taken.get(i) instanceof Command.RaiseFloors) {
        return Math.max(i, takenUpTo + 1);
      }
    }
    return atMost;
  }

  /// Whether somebody was refused since this was last asked; after a take there is room for them.
  boolean hasMadeRoom() {
    lock.lock();
    try {
      boolean refused = someoneWasRefused;
      someoneWasRefused = false;
      return refused;
    } finally {
      lock.unlock();
    }
  }

  int size() {
    lock.lock();
    try {
      return waiting.size();
    } finally {
      lock.unlock();
    }
  }

  void close() {
    lock.lock();
    try {
      closed = true;
      somethingWaits.signal();
      roomIsMade.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Whether it is closed and everything was taken.
  boolean isFinished() {
    lock.lock();
    try {
      return closed && waiting.isEmpty() && taken.isEmpty();
    } finally {
      lock.unlock();
    }
  }
}
