package io.whaleshark.bench.subject;

import io.whaleshark.bench.load.Address;
import io.whaleshark.bench.load.BenchException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// A server, or the nodes of one cluster, that were started independently, and keep running.
public final class RunningSubject implements Subject {
  private final List<Address> nodes;
  private final Address http;
  private final Processes processes;

  /// Finds the processes.
  ///
  /// @param nodes the TCP addresses, at least one
  /// @param http of any of the nodes
  /// @param pids the processes by what they are called, if they are on this machine and their cost
  ///   is of interest
  /// @throws BenchException if there is no such process
  public RunningSubject(List<Address> nodes, Address http, Map<String, List<Long>> pids) {
    this.nodes = List.copyOf(nodes);
    this.http = http;
    Map<String, List<ProcessHandle>> found = new TreeMap<>();
    pids.forEach(
        (name, named) -> found.put(name, named.stream().map(RunningSubject::process).toList()));
    this.processes = new Processes(found);
  }

  private static ProcessHandle process(long pid) {
    return ProcessHandle.of(pid)
        .orElseThrow(() -> new BenchException("there is no process " + pid, null));
  }

  @Override
  public Address tcp() {
    return nodes.getFirst();
  }

  @Override
  public List<Address> nodes() {
    return nodes;
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
    return nodes.stream().map(Address::toString).collect(Collectors.joining(" "));
  }

  @Override
  public void close() {
    // The server keeps running.
  }
}
