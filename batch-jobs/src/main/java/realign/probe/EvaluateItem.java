package realign.probe;

import realign.result.Point;

/**
 * One fixed batch of one probe at one point.
 *
 * @param point when
 * @param probe name of the probe
 * @param batch 0-based
 */
public record EvaluateItem(Point point, String probe, int batch) {}
