package io.whaleshark.bench.limits;

import io.whaleshark.bench.load.BenchException;
import io.whaleshark.bench.load.Dialect;
import io.whaleshark.bench.load.Voice;
import java.util.List;

/// The language of the forwarder.
///
/// @param like that of the server that is measured: messages here are as long as there
public record RawDialect(Dialect like) implements Dialect {

  @Override
  public String name() {
    return "Raw forward";
  }

  @Override
  public void makeUsers(List<String> users) {
    // They exist once they connect.
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
