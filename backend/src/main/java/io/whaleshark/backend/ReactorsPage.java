package io.whaleshark.backend;

import java.util.List;

/**
 * Users who have set a sign at a message.
 *
 * @param count how many there are in all
 * @param users some of them, in the order of their ids
 * @param completed whether there is no page behind this one
 */
public record ReactorsPage(long count, List<String> users, boolean completed) {

  /** Copies the users. */
  public ReactorsPage {
    users = List.copyOf(users);
  }

  static ReactorsPage of(JsonFields fields) {
    return new ReactorsPage(
        fields.number("count"),
        fields.objects("dataList", each -> each.text("userId")),
        fields.flag("completed"));
  }
}
