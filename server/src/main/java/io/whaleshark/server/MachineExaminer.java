package io.whaleshark.server;

import io.whaleshark.engine.cluster.health.ServiceHealth;
import io.whaleshark.server.config.ServerConfig;
import io.whaleshark.server.sockets.ListenException;
import io.whaleshark.server.sockets.NamedHost;
import io.whaleshark.server.tls.Tls;
import io.whaleshark.server.tls.TlsException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Looks whether a server finds what it needs on this machine: its ports, and its certificate.
/// Changes nothing. Stateless.
final class MachineExaminer {

  private MachineExaminer() {}

  /// A port that is taken is a warning only: this server may be running.
  static ServiceHealth examine(ServerConfig config) {
    List<String> faults = new ArrayList<>();
    try {
      config.tls().ifPresent(Tls::new);
    } catch (TlsException e) {
      faults.add(String.valueOf(e.getMessage()));
    }
    NamedHost host = new NamedHost(config.named("host"), config.host());
    List<String> warnings =
        Stream.of(
                whyNot(config.named("tcp-port"), host, config.tcpPort()),
                whyNot(config.named("ws-port"), host, config.wsPort()),
                whyNot(config.named("http-port"), host, config.httpPort()))
            .flatMap(Optional::stream)
            .toList();
    return new ServiceHealth("This machine", faults, warnings);
  }

  private static Optional<String> whyNot(String setting, NamedHost host, int port) {
    try (ServerSocket _ = new ServerSocket(port, 1, InetAddress.getByName(host.address()))) {
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(
          new ListenException(setting, host, port, e).getMessage()
              + "; this is no fault if this node is running");
    }
  }
}
