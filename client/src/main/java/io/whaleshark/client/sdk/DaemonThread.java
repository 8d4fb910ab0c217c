package io.whaleshark.client.sdk;

/// A thread of the SDK. It has a name, and does not keep a program from ending. Java 17 has neither
/// virtual threads nor builders of others.
final class DaemonThread extends Thread {

  private DaemonThread(String name, Runnable work) {
    super(work, name);
    setDaemon(true);
  }

  /// @param role what it does, for whom: unique among the threads of a program where that helps
  static Thread start(String role, String user, Runnable work) {
    Thread started = new DaemonThread("whaleshark-" + role + "-" + user, work);
    started.start();
    return started;
  }
}
