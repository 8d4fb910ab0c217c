package io.whaleshark.engine.cluster;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import java.util.function.ToIntFunction;

/// The connections to PostgreSQL that serve one purpose, for whoever watches them. Thread-safe.
public final class Connections {

  private final String name;
  private final HikariDataSource pool;

  Connections(String name, HikariDataSource pool) {
    this.name = name;
    this.pool = pool;
  }

  /// What they are for.
  public String name() {
    return name;
  }

  /// How many are in use.
  public int active() {
    return ask(HikariPoolMXBean::getActiveConnections);
  }

  /// How many threads wait for one.
  public int waiting() {
    return ask(HikariPoolMXBean::getThreadsAwaitingConnection);
  }

  private int ask(ToIntFunction<HikariPoolMXBean> question) {
    HikariPoolMXBean bean = pool.getHikariPoolMXBean();
    return bean == null ? 0 : question.applyAsInt(bean);
  }
}
