package io.whaleshark.bench.scenario;

import io.whaleshark.bench.load.Address;
import io.whaleshark.bench.load.BenchException;
import io.whaleshark.bench.load.Dialect;
import io.whaleshark.bench.load.Load;
import io.whaleshark.bench.subject.Subject;
import io.whaleshark.bench.whale.WhaleDialect;
import java.time.Duration;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.IntStream;

/// What every scenario is given: a server, its language, and how long to measure.
///
/// @param drain how long to wait at the end for what is under way
/// @param run a part of the names of users and groups: new ones each time, since verification needs
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

  /// Loops for the devices of a scenario.
  Load load() {
    return new Load(threads, progress, subject::cpuNanos);
  }

  /// The language, where a scenario needs what only Whale Shark has.
  ///
  /// @throws BenchException if another one is spoken
  WhaleDialect whale() {
    if (dialect instanceof WhaleDialect whale) {
      return whale;
    }
    throw new BenchException(dialect.name() + " has nothing of that kind", null);
  }

  /// The same, at another server.
  Bench at(Subject other, Dialect spoken) {
    return new Bench(other, spoken, progress, run, threads, bodyBytes, warmUp, measure, drain);
  }

  /// Where devices connect.
  Address address() {
    return subject.tcp();
  }

  /// Makes so many users of a kind known to the server.
  void makeUsers(String kind, int count) {
    dialect.makeUsers(IntStream.range(0, count).mapToObj(i -> name(kind, i)).toList());
  }

  /// The name of the i-th user or group of a kind.
  String name(String kind, int i) {
    return String.format(Locale.ROOT, "%s-%s-%06d", run, kind, i);
  }
}
