package io.whaleshark.backend;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a backend may ask and change of the app's directory of people. Thread-safe. */
public final class DirectoryCalls {

  private final HttpCalls calls;

  DirectoryCalls(HttpCalls calls) {
    this.calls = calls;
  }

  /** Says who a user is, whatever was said of them before. */
  public void put(UserProfile profile) {
    calls.tell("PUT", HttpCalls.path("users", profile.userId()), profile.json());
  }

  /** Takes a user out of the directory, if they are there. */
  public void remove(String user) {
    calls.tell("DELETE", HttpCalls.path("users", user, "profile"), null);
  }

  /**
   * The profiles of users, in the order of the ids. Who is not in the directory is left out.
   *
   * @param users at most 100
   */
  public List<UserProfile> of(List<String> users) {
    return calls.ask(
        "POST",
        "/profiles",
        Map.of("userIds", List.copyOf(users)),
        fields -> fields.objects("profiles", UserProfile::of));
  }

  /**
   * Those whose name begins with a text, in any case; users without a name by their id.
   *
   * @param namePrefix empty for all
   * @param after the {@code next} of the page before; an empty text for the first page
   * @param limit 1..100
   */
  public ProfilePage search(String namePrefix, String after, int limit) {
    Map<String, Object> query = new LinkedHashMap<>(Map.of("limit", limit));
    query.put("namePrefix", namePrefix);
    query.put("after", after);
    query.values().removeIf(""::equals);
    return calls.ask("GET", "/profiles" + HttpCalls.query(query), null, ProfilePage::of);
  }
}
