package io.whaleshark.sdk;

import io.whaleshark.client.sdk.SyncedClient;
import io.whaleshark.client.sync.ConversationState;
import io.whaleshark.protocol.Peer;
import io.whaleshark.testkit.PublicApi;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Goal: nobody changes what programs are compiled against without noticing. Method: a list of all
/// that is public, in `api.txt`. A line that goes or changes is a break: it needs a new major
/// version. `UPDATE_API=1` writes the list anew.
class SdkApiTest {

  private static final Path API = Path.of("../java-sdk/api.txt");

  /// One of each package.
  private static final List<Class<?>> PACKAGES =
      List.of(SyncedClient.class, ConversationState.class, Peer.class);

  @Test
  void whatIsPublicIsWhatIsListed() throws Exception {
    StringBuilder api = new StringBuilder();
    for (Class<?> one : PACKAGES) {
      api.append("package ").append(one.getPackageName()).append("\n\n");
      api.append(PublicApi.of(one));
    }
    PublicApi.requireListed(API, api.toString());
  }
}
