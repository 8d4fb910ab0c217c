package io.whaleshark.bench.scenario;

import io.whaleshark.bench.load.Address;
import io.whaleshark.bench.load.BenchException;
import io.whaleshark.bench.load.Dialect;
import io.whaleshark.bench.load.Load;
import io.whaleshark.bench.subject.Subject;
import io.whaleshark.bench.whale.WhaleDialect;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.IntStream;

/// The environment of a scenario: the server, its protocol, and the durations.
///
/// @param drain how long to wait at the end for messages in flight
/// @param run a part of the names of users and groups, new for each run: verification needs
///   conversations that begin at sequence 1
public record Bench(
    Subject subject,
    Dialect dialect,
    Load.Progress progress,
    String run,
    int threads,
    int bodyBytes,
    Duration warmUp,
    Duration measure,
    Duration drain) {
  static final Duration CONNECT_WITHIN = Duration.ofMinutes(5);

  static String newRun() {
    return "bench-" + UUID.randomUUID().toString().substring(0, 8);
  }

  /// Creates the loops for a scenario's devices.
  Load load() {
    return new Load(threads, progress, subject::cpu);
  }

  /// The Whale Shark protocol, for scenarios that other servers don't support.
  ///
  /// @throws BenchException if the server uses another protocol
  WhaleDialect whale() {
    if (dialect instanceof WhaleDialect whale) {
      return whale;
    }
    throw new BenchException(dialect.name() + " has nothing of that kind", null);
  }

  /// Returns the same environment with another server.
  Bench at(Subject other, Dialect spoken) {
    return new Bench(other, spoken, progress, run, threads, bodyBytes, warmUp, measure, drain);
  }

  /// Returns the same environment with conversations that are new.
  Bench anew() {
    return new Bench(
        subject, dialect, progress, newRun(), threads, bodyBytes, warmUp, measure, drain);
  }

  /// Returns the same environment, measured from the first message on for this time.
  Bench lasting(Duration time) {
    return new Bench(
        subject, dialect, progress, run, threads, bodyBytes, Duration.ZERO, time, drain);
  }

  /// The address of the server; of several, the first one.
  Address address() {
    return subject.tcp();
  }

  /// The addresses that devices connect to, in turn.
  List<Address> addresses() {
    return subject.nodes();
  }

  /// Creates this many users of a kind on the server.
  void makeUsers(String kind, int count) {
    dialect.makeUsers(IntStream.range(0, count).mapToObj(i -> name(kind, i)).toList());
  }

  /// The name of the i-th user or group of a kind.
  String name(String kind, int i) {
    return String.format(Locale.ROOT, "%s-%s-%06d", run, kind, i);
  }
}
