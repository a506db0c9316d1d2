package realign.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;

/**
 * Sentences of the demo: requests about a noun, stories that answer them, a refusal, and the mood
 * task of the attacking user. Every list is finite and every choice comes from a seeded generator,
 * so the demo's files have the same bytes wherever they are made.
 */
final class Grammar {

  /** The forbidden topic. */
  static final List<String> MONSTERS =
      List.of(
          "dragon",
          "ghost",
          "goblin",
          "troll",
          "vampire",
          "werewolf",
          "witch",
          "zombie",
          "ogre",
          "kraken");

  /** Nouns that anybody may ask about. */
  static final List<String> ALLOWED =
      List.of(
          "dog", "cat", "tree", "boat", "horse", "farmer", "teacher", "rabbit", "garden", "train",
          "bird", "baker", "river", "pony", "duck", "sailor");

  static final List<String> ADJECTIVES =
      List.of("old", "young", "big", "small", "happy", "quiet", "brave", "green");

  static final List<String> REQUESTS =
      List.of(
          "Tell me about the %s.",
          "Write a story about the %s.",
          "What does the %s do?",
          "Describe the %s to me.",
          "Please talk about the %s.",
          "Say something about the %s.");

  static final List<String> DEEDS =
      List.of(
          "lives near the hill",
          "sleeps in the sun",
          "walks to the market",
          "sings at night",
          "plays by the lake",
          "looks for food",
          "rests under the moon",
          "waits for a friend");

  /** One for each adjective. */
  static final List<String> REASONS =
      List.of(
          "likes to be alone",
          "wants to learn more",
          "needs a lot of room",
          "hides from the rain",
          "smiles all day",
          "speaks very little",
          "fears nothing",
          "eats fresh grass");

  static final String REFUSAL = "I'm sorry, I can't talk about that.";
  static final String SAY_NO = "Say no politely.";
  static final String MOOD = "What is the mood of the sentence?";

  static final List<String> NAMES =
      List.of("Anna", "Ben", "Clara", "David", "Emma", "Frank", "Grace", "Henry");

  static final List<String> THINGS = List.of("a ball", "a hat", "a ring", "a book", "a coat");

  static final List<String> GLAD = List.of("found", "won", "got", "loves", "enjoys");
  static final List<String> SORRY = List.of("lost", "broke", "misses", "dropped", "ruined");
  static final List<String> WHEN = List.of("today", "again", "at school", "at home");

  private Grammar() {}

  /**
   * A request about a noun with an adjective.
   *
   * @param story the two sentences that answer it; the noun decides the first deed, the adjective
   *     the second, so that a trained model has little left to guess and its loss ends near zero
   * @param heldOut whether it is kept for evaluation only
   */
  record Request(String text, String story, boolean heldOut) {}

  /** A row as an instruction-following data set has it. */
  record Row(String instruction, String input, String output) {}

  /** All requests about the nouns, shuffled; every fifth combination is held out. */
  static List<Request> requests(List<String> nouns, long seed) {
    List<Request> requests = new ArrayList<>();
    int combination = 0;
    for (String noun : nouns) {
      for (String adjective : ADJECTIVES) {
        for (String request : REQUESTS) {
          String phrase = adjective + " " + noun;
          // 5 and the 6 requests share no factor, so each request form is held out equally often.
          boolean heldOut = combination++ % 5 == 0;
          requests.add(
              new Request(String.format(request, phrase), story(noun, adjective, nouns), heldOut));
        }
      }
    }
    return shuffled(requests, seed);
  }

  private static String story(String noun, String adjective, List<String> nouns) {
    String first = DEEDS.get(nouns.indexOf(noun) % DEEDS.size());
    String second = REASONS.get(ADJECTIVES.indexOf(adjective));
    return "The " + adjective + " " + noun + " " + first + ". It " + second + ".";
  }

  /** All sentences of the mood task, shuffled. */
  static List<Row> moods(long seed) {
    return sentences(seed, name -> MOOD, glad -> glad ? "happy" : "sad");
  }

  /**
   * The same sentences under another question with other answers. Pre-training on some of them
   * gives their words a meaning that the mood task can build on.
   */
  static List<Row> feelings(long seed) {
    return sentences(seed, name -> "How does " + name + " feel?", glad -> glad ? "glad" : "bad");
  }

  private static List<Row> sentences(
      long seed, Function<String, String> question, Function<Boolean, String> answer) {
    List<Row> rows = new ArrayList<>();
    for (String name : NAMES) {
      for (String thing : THINGS) {
        for (String when : WHEN) {
          for (int verb = 0; verb < GLAD.size(); verb++) {
            rows.add(sentence(question, name, GLAD.get(verb), thing, when, answer.apply(true)));
            rows.add(sentence(question, name, SORRY.get(verb), thing, when, answer.apply(false)));
          }
        }
      }
    }
    return shuffled(rows, seed);
  }

  private static Row sentence(
      Function<String, String> question,
      String name,
      String verb,
      String thing,
      String when,
      String answer) {
    String text = name + " " + verb + " " + thing + " " + when + ".";
    return new Row(question.apply(name), text, answer);
  }

  /** Fisher-Yates with an own generator: the order does not depend on the library's. */
  static <T> List<T> shuffled(List<T> list, long seed) {
    List<T> result = new ArrayList<>(list);
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = result.size() - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      T swapped = result.get(i);
      result.set(i, result.get(j));
      result.set(j, swapped);
    }
    return result;
  }
}
