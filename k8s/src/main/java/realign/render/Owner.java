package realign.render;

/**
 * The coordinator's Job, with which the Jobs that it created are deleted.
 *
 * @param name of the Job
 * @param uid that the cluster gave it
 */
public record Owner(String name, String uid) {}
