package io.whaleshark.engine.rocksdb;

import io.whaleshark.core.engine.EngineException;
import java.util.ArrayList;
import java.util.List;

/// What an examination finds wrong. Confined to the examination's thread.
final class Faults {

  private final List<String> named = new ArrayList<>();
  private long count;

  long count() {
    return count;
  }

  /// The first of them, for people.
  List<String> named() {
    return List.copyOf(named);
  }

  /// Notes a fault unless it is as expected.
  void expect(boolean holds, String promise, Object where, String otherwise) {
    if (!holds) {
      add(promise, where, otherwise);
    }
  }

  /// Takes a step of the examination, which ends where it meets a row that cannot be what was
  /// written: that is a fault, and the next step follows.
  ///
  /// @param promise what such a row breaks
  /// @param where what the step looks at
  void attempt(String promise, Object where, Runnable step) {
    try {
      step.run();
    } catch (EngineException e) {
      add(promise, where, e);
    }
  }

  /// Notes a row that cannot be read.
  ///
  /// @throws EngineException if that is not the fault of the row
  void add(String promise, Object where, EngineException unreadable) {
    if (unreadable.kind() != EngineException.Kind.CORRUPT) {
      throw unreadable;
    }
    add(promise, where, String.valueOf(unreadable.getMessage()));
  }

  private void add(String promise, Object where, String what) {
    count++;
    if (named.size() < Diagnosis.NAMED_AT_MOST) {
      named.add(promise + " " + where + ": " + what);
    }
  }
}
