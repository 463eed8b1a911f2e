/** PatchCore (Roth et al., CVPR 2022). */
package org.anomalyflow.model.patchcore;
