package io.whaleshark.bench.limits;

import io.whaleshark.bench.load.BenchException;
import io.whaleshark.bench.load.Dialect;
import io.whaleshark.bench.load.Voice;
import java.util.List;

/// The protocol of the forwarder.
///
/// @param like the protocol of the measured server: messages here have the same length
public record RawDialect(Dialect like) implements Dialect {

  @Override
  public String name() {
    return "Raw forward";
  }

  @Override
  public void makeUsers(List<String> users) {
    // Users exist once they connect.
  }

  @Override
  public void makeGroup(String group, List<String> members) {
    throw new BenchException("the forwarder knows no groups", null);
  }

  @Override
  public Voice voice(String user) {
    return new RawVoice(user, like.voice(user));
  }
}
