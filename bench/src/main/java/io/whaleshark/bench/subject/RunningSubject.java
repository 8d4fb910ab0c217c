package io.whaleshark.bench.subject;

import io.whaleshark.bench.load.Address;
import io.whaleshark.bench.load.BenchException;
import java.util.List;

/// A server that was started independently, and keeps running.
public final class RunningSubject implements Subject {
  private final Address tcp;
  private final Address http;
  private final Processes processes;

  /// Finds the processes.
  ///
  /// @param pids the server's processes, if they are on this machine and their cost is of interest
  /// @throws BenchException if there is no such process
  public RunningSubject(Address tcp, Address http, List<Long> pids) {
    this.tcp = tcp;
    this.http = http;
    this.processes = new Processes(pids.stream().map(RunningSubject::process).toList());
  }

  private static ProcessHandle process(long pid) {
    return ProcessHandle.of(pid)
        .orElseThrow(() -> new BenchException("there is no process " + pid, null));
  }

  @Override
  public Address tcp() {
    return tcp;
  }

  @Override
  public Address http() {
    return http;
  }

  @Override
  public Processes processes() {
    return processes;
  }

  @Override
  public String name() {
    return tcp.toString();
  }

  @Override
  public void close() {
    // The server keeps running.
  }
}
