package io.whaleshark.backend;

/**
 * What an erasure did. Repeated once all is done, its numbers are 0.
 *
 * @param userId the user
 * @param devices how many were signed out
 * @param groups how many memberships ended
 * @param messages how many became tombstones
 * @param conversations how many are gone from the user's list
 * @param blocks how many the user had set
 */
public record ErasedUser(
    String userId, long devices, long groups, long messages, long conversations, long blocks) {

  static ErasedUser of(JsonFields fields) {
    return new ErasedUser(
        fields.text("userId"),
        fields.number("devices"),
        fields.number("groups"),
        fields.number("messages"),
        fields.number("conversations"),
        fields.number("blocks"));
  }
}
