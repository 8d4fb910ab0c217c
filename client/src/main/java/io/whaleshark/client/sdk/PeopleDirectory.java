package io.whaleshark.client.sdk;

import io.whaleshark.protocol.JsonWriter;
import io.whaleshark.protocol.ObjectFields;
import io.whaleshark.protocol.ProtocolException;
import io.whaleshark.protocol.Refused;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Asks who users are, as far as the app lets the user see it. It speaks HTTP: the address is that
/// of the HTTP port. Thread-safe; each call blocks until its answer.
///
/// Nobody is told of a change: ask again for what is shown, after some minutes.
public final class PeopleDirectory {

  /// As many ids one question has at most, and as many people one page.
  public static final int PEOPLE_AT_MOST = 100;

  private static final int OK = 200;
  private static final int CODES_PER_STATUS = 100;
  private static final int BODY_BYTES = 1 << 10;

  private final HttpClient http;
  private final URI root;
  private final @Nullable String token;
  private final Duration within;

  /// @param http makes the connections; it may trust certificates of its own
  /// @param address of the HTTP port, such as `https://chat.example`
  /// @param token of the user; null with open login
  /// @param within how long an answer may take
  public PeopleDirectory(
      HttpClient http, URI address, int appId, @Nullable String token, Duration within) {
    this.http = http;
    this.root = URI.create(address.toString().replaceFirst("/$", "") + "/v1/apps/" + appId + "/");
    this.token = token;
    this.within = within;
  }

  /// The profiles of users, without those of whom the app says nothing, or whom the user does not
  /// see.
  ///
  /// @param userIds at most [#PEOPLE_AT_MOST]
  /// @param groupId the group in which the user meets them; null where they write directly
  /// @throws ClientException as for all requests
  public List<PersonProfile> profiles(List<String> userIds, @Nullable String groupId) {
    JsonWriter json = new JsonWriter(BODY_BYTES).startObject().name("userIds").startArray();
    userIds.forEach(json::text);
    json.endArray();
    if (groupId != null) {
      json.name("groupId").text(groupId);
    }
    byte[] body = json.endObject().toBytes();
    return ask(
        to("profiles").POST(HttpRequest.BodyPublishers.ofByteArray(body)), PeopleDirectory::people);
  }

  /// Those whose name begins with a text, in any case.
  ///
  /// @param namePrefix empty for all
  /// @param after the [FoundPeople#next] of the page before; empty for the first page
  /// @param limit 1..[#PEOPLE_AT_MOST]
  /// @throws RefusedException also with DIRECTORY_CLOSED, if the app does not let its users search
  /// @throws ClientException as for all requests
  public FoundPeople search(String namePrefix, Optional<String> after, int limit) {
    String query =
        "profiles?limit="
            + limit
            + (namePrefix.isEmpty() ? "" : "&namePrefix=" + encoded(namePrefix))
            + after.map(place -> "&after=" + encoded(place)).orElse("");
    return ask(
        to(query).GET(), answer -> new FoundPeople(people(answer), answer.textIfPresent("next")));
  }

  private static List<PersonProfile> people(ObjectFields answer) {
    return answer.objects("profiles", PEOPLE_AT_MOST).stream().map(PersonProfile::of).toList();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private HttpRequest.Builder to(String path) {
    HttpRequest.Builder request = HttpRequest.newBuilder(root.resolve(path)).timeout(within);
    return token == null ? request : request.header("Authorization", "Bearer " + token);
  }

  private <T> T ask(HttpRequest.Builder request, Function<ObjectFields, T> reader) {
    try {
      HttpResponse<byte[]> answer =
          http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
      if (answer.statusCode() != OK) {
        throw new RefusedException(refusal(answer));
      }
      return reader.apply(ObjectFields.read("answer", answer.body()));
    } catch (ProtocolException e) {
      throw new DisconnectedException(root + " gave no answer of Whale Shark", e);
    } catch (IOException e) {
      throw new DisconnectedException("cannot reach " + root + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnansweredException("interrupted while waiting for " + root, e);
    }
  }

  private static Refused refusal(HttpResponse<byte[]> answer) {
    try {
      ObjectFields problem = ObjectFields.read("answer", answer.body());
      return refused((int) problem.number("code"), problem.text("detail"));
    } catch (ProtocolException e) {
      return refused(answer.statusCode() * CODES_PER_STATUS, "HTTP " + answer.statusCode());
    }
  }

  private static Refused refused(int code, String detail) {
    return new Refused(code, detail, 0, null, null);
  }
}
