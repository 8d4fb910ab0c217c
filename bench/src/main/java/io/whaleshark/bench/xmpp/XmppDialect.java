package io.whaleshark.bench.xmpp;

import io.whaleshark.bench.load.Address;
import io.whaleshark.bench.load.BenchException;
import io.whaleshark.bench.load.Dialect;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/// XMPP without TLS. The server has the domain `localhost`, allows registration by users, and has
/// its rooms below `conference`. Thread-safe.
public final class XmppDialect implements Dialect {
  private static final Duration ANSWER_WITHIN = Duration.ofMinutes(1);

  private final Address server;
  private final Map<String, List<String>> groupsOf = new ConcurrentHashMap<>();

  /// @param server the address at which users are registered
  public XmppDialect(Address server) {
    this.server = server;
  }

  @Override
  public String name() {
    return "XMPP";
  }

  @Override
  public void makeUsers(List<String> users) {
    try (var socket = new Socket(server.host(), server.port())) {
      socket.setSoTimeout((int) ANSWER_WITHIN.toMillis());
      new Registration(socket.getInputStream(), socket.getOutputStream()).make(users);
    } catch (IOException e) {
      throw new BenchException("cannot reach " + server + ": " + e.getMessage(), e);
    }
  }

  /// A room exists once its first member enters it.
  @Override
  public void makeGroup(String group, List<String> members) {
    for (String member : members) {
      groupsOf.computeIfAbsent(member, _ -> new CopyOnWriteArrayList<>()).add(group);
    }
  }

  @Override
  public XmppVoice voice(String user) {
    return new XmppVoice(user, groupsOf.getOrDefault(user, List.of()));
  }
}
