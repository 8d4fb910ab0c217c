package io.whaleshark.bench.whale;

import io.whaleshark.bench.load.Address;
import io.whaleshark.bench.load.BenchException;
import io.whaleshark.bench.load.Dialect;
import io.whaleshark.protocol.JsonWriter;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;

/// The Whale Shark protocol. Users need not be created: with open login a user exists after the
/// first login.
public final class WhaleDialect implements Dialect {
  private static final int CREATED = 201;

  private final int appId;
  private final Address http;

  /// The protocol for one app.
  ///
  /// @param http the address of the HTTP API, which creates groups
  public WhaleDialect(int appId, Address http) {
    this.appId = appId;
    this.http = http;
  }

  @Override
  public String name() {
    return "Whale Shark";
  }

  @Override
  public void makeUsers(List<String> users) {
    // Users exist once they log in.
  }

  @Override
  public void makeGroup(String group, List<String> members) {
    var json = new JsonWriter(1024).startObject().name("ownerId").text(members.getFirst());
    json.name("members").startArray();
    members.forEach(json::text);
    var request =
        HttpRequest.newBuilder(
                URI.create("http://" + http + "/v1/apps/" + appId + "/groups/" + group))
            .header("Content-Type", "application/json")
            .PUT(HttpRequest.BodyPublishers.ofByteArray(json.endArray().endObject().toBytes()))
            .build();
    try (var client = HttpClient.newHttpClient()) {
      var answer = client.send(request, HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != CREATED) {
        throw new BenchException("the group was not created: " + answer.body(), null);
      }
    } catch (IOException e) {
      throw new BenchException("cannot reach " + http + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchException("interrupted while a group was created", e);
    }
  }

  @Override
  public WhaleVoice voice(String user) {
    return voice(user, user);
  }

  /// One of several devices of a user.
  ///
  /// @param device its name: a new login with the same name displaces the older one
  public WhaleVoice voice(String user, String device) {
    return new WhaleVoice(appId, user, device);
  }

  /// The app's backend, over HTTP, in the name of a user.
  public BackendVoice backend(String user) {
    return new BackendVoice(appId, user, http);
  }
}
