/**
 * Everything that Anomaly Flow does, as a Java API without dialogs: {@link org.anomalyflow.AnomalyFlow} is the facade that all
 * commands call, {@link org.anomalyflow.OpenDetector} a model that stays loaded.
 * <p>
 * A model from twenty good images, and a verdict:
 * <pre>{@code
 * AnomalyFlow flow = new AnomalyFlow("auto", "auto", Progress.NONE);
 * flow.train(new File("good"), null, new File("part.aflow"), TrainingOptions.builder().optModel("patchcore").build());
 * try (OpenDetector detector = flow.open(new File("part.aflow"))) {
 *   ImageDetection found = detector.detect(image, DetectionOptions.builder().build());
 *   System.out.println(found.slices().get(0).verdict());
 * }
 * }</pre>
 * Failures are {@link org.anomalyflow.util.AnomalyFlowException}s whose messages are meant for users.
 */
package org.anomalyflow;
