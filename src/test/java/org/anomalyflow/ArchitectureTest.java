package org.anomalyflow;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import ai.djl.ndarray.NDArray;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;

import org.junit.jupiter.api.Test;

/** The directions in which packages may depend on each other; see docs/architecture.md. */
class ArchitectureTest {

	private static final JavaClasses CLASSES = new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests())
		.importPackages("org.anomalyflow");

	private static final ArchRule LAYERS = layeredArchitecture().consideringOnlyDependenciesInAnyPackage("org.anomalyflow..") //
		.layer("hosts").definedBy("..host..") //
		.layer("desk").definedBy("..desk..") //
		.layer("commands").definedBy("..command..") //
		.layer("facade").definedBy("org.anomalyflow") //
		.layer("batch").definedBy("..evaluation..") //
		.layer("checkpoint").definedBy("..checkpoint..") //
		.layer("training").definedBy("..training..") //
		.layer("calibration").definedBy("..calibration..") //
		.layer("report").definedBy("..report..") //
		.layer("inference").definedBy("..inference..") //
		.layer("bundle").definedBy("..bundle..") //
		.layer("gate").definedBy("..gate..") //
		.layer("models").definedBy("..model..", "..flow..") //
		.layer("features").definedBy("..feature..", "..backbone..") //
		.layer("images").definedBy("..image..", "..roi..") //
		.layer("numbers").definedBy("..metric..", "..threshold..") //
		.layer("data").definedBy("..dataset..", "..sample..") //
		.layer("distribution").definedBy("..distributed..") //
		.layer("engine").definedBy("..engine..") //
		.layer("weights").definedBy("..tensorfile..", "..download..", "..pretrained..") //
		.layer("networks").definedBy("..network..") //
		.layer("json").definedBy("..json..") //
		.layer("util").definedBy("..util..") //
		.whereLayer("hosts").mayNotBeAccessedByAnyLayer() //
		.whereLayer("desk").mayOnlyBeAccessedByLayers("hosts") //
		.whereLayer("commands").mayOnlyBeAccessedByLayers("desk", "hosts") //
		.whereLayer("facade").mayOnlyBeAccessedByLayers("commands", "desk", "hosts") //
		.whereLayer("batch").mayOnlyBeAccessedByLayers("facade", "commands") //
		.whereLayer("distribution").mayOnlyBeAccessedByLayers("batch", "facade", "commands") //
		.whereLayer("checkpoint").mayOnlyBeAccessedByLayers("facade", "commands") //
		.whereLayer("training").mayOnlyBeAccessedByLayers("batch", "checkpoint", "facade", "commands", "desk") //
		.whereLayer("calibration").mayOnlyBeAccessedByLayers("training", "checkpoint", "facade", "commands", "desk", "hosts") //
		.whereLayer("report").mayOnlyBeAccessedByLayers("batch", "facade", "commands") //
		.whereLayer("inference")
		.mayOnlyBeAccessedByLayers("calibration", "training", "checkpoint", "batch", "facade", "commands", "desk", "hosts") //
		.whereLayer("bundle")
		.mayOnlyBeAccessedByLayers("inference", "calibration", "training", "checkpoint", "report", "batch", "facade", "commands") //
		.whereLayer("gate").mayOnlyBeAccessedByLayers("inference", "training", "checkpoint") //
		.whereLayer("models")
		.mayOnlyBeAccessedByLayers("bundle", "inference", "calibration", "training", "checkpoint", "batch", "facade", "commands") //
		.whereLayer("features").mayOnlyBeAccessedByLayers("models", "bundle", "inference", "training", "checkpoint", "facade") //
		.whereLayer("engine")
		.mayOnlyBeAccessedByLayers("features", "gate", "models", "inference", "calibration", "training", "checkpoint", "batch", "facade") //
		.whereLayer("weights")
		.mayOnlyBeAccessedByLayers("engine", "features", "gate", "models", "bundle", "inference", "training", "checkpoint", "facade") //
		.whereLayer("networks").mayOnlyBeAccessedByLayers("weights", "features", "models", "inference");

	private static final ArchRule NO_CYCLES = slices().matching("org.anomalyflow.(*)..").should().beFreeOfCycles();

	private static final ArchRule NO_PACKAGE_KNOWS_TWO_HOSTS = slices().matching("org.anomalyflow.host.(*)..").should()
		.notDependOnEachOther();

	private static final ArchRule ENGINE_STAYS_BELOW = noClasses().that()
		.resideInAnyPackage("..command..", "..host..", "..metric..", "..threshold..", "..dataset..", "..sample..", "..image..", "..roi..",
			"..report..", "..tensorfile..", "..download..", "..pretrained..", "..network..", "..json..", "..util..")
		.should().dependOnClassesThat().resideInAPackage("ai.djl..");

	private static final ArchRule IMAGEJ_STAYS_WHERE_IMAGES_ARE = noClasses().that()
		.resideInAnyPackage("..metric..", "..threshold..", "..dataset..", "..sample..", "..flow..", "..model..", "..backbone..", "..feature..",
			"..engine..", "..tensorfile..", "..download..", "..pretrained..", "..network..", "..bundle..", "..json..", "..util..")
		.should().dependOnClassesThat().resideInAPackage("ij..");

	/** What cuts images into tiles knows no detector. */
	private static final ArchRule TILES_KNOW_NO_DETECTOR = noClasses().that().resideInAPackage("..inference.tile..").should()
		.dependOnClassesThat().resideInAnyPackage("org.anomalyflow.inference", "..bundle..", "..model..", "..feature..");

	/** See Tensors.scalar: what DJL makes of a number may be collected before the gradients read it. */
	private static final ArchRule FLOWS_USE_NO_NUMBERS_OF_JAVA = noClasses().that().resideInAnyPackage("..flow..", "..model..").should()
		.callMethodWhere(describe("arithmetic of an array and a Java number", call -> call.getTargetOwner().isAssignableTo(NDArray.class) &&
			call.getTarget().getRawParameterTypes().stream().anyMatch(type -> type.isEquivalentTo(Number.class))));

	@Test
	void layers() {
		LAYERS.check(CLASSES);
	}

	@Test
	void noCycles() {
		NO_CYCLES.check(CLASSES);
	}

	@Test
	void noPackageKnowsTwoHosts() {
		NO_PACKAGE_KNOWS_TWO_HOSTS.check(CLASSES);
	}

	@Test
	void flowsUseNoNumbersOfJava() {
		FLOWS_USE_NO_NUMBERS_OF_JAVA.check(CLASSES);
	}

	@Test
	void engineStaysBelow() {
		ENGINE_STAYS_BELOW.check(CLASSES);
	}

	@Test
	void tilesKnowNoDetector() {
		TILES_KNOW_NO_DETECTOR.check(CLASSES);
	}

	@Test
	void imagejStaysWhereImagesAre() {
		IMAGEJ_STAYS_WHERE_IMAGES_ARE.check(CLASSES);
	}
}
