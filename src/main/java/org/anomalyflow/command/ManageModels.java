package org.anomalyflow.command;

import java.io.File;
import java.util.List;
import java.util.stream.Collectors;

import org.anomalyflow.Models;
import org.anomalyflow.util.InvalidParameterException;
import org.scijava.ItemVisibility;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** The library of models: lists them, gives them names, takes them out. */
@Plugin(type = Command.class, name = "models", menuPath = AnomalyCommand.MENU + ManageModels.LABEL, //
	headless = true, description = "The library of models by name, which every model_file takes: list them with data, thresholds and health, register, rename, remove.")
public class ManageModels extends AnomalyCommand {

	public static final String LABEL = "Anomaly Models...";

	// people see a window instead of a dialog
	@Parameter(label = "Action", persist = false, required = false, visibility = ItemVisibility.INVISIBLE, //
		choices = { "list", "register", "rename", "remove" }, //
		description = "list all models, last used first, or the one of model_file; register model_file under a name; rename the model of model_file; remove it from the library, where its file stays.")
	private String action = "list";

	@Parameter(label = "Model file", style = "open", persist = false, required = false, visibility = ItemVisibility.INVISIBLE, //
		description = "The path of a model file, NAME.aflow, or a name of the library.")
	private File model_file;

	@Parameter(label = "Name", persist = false, required = false, visibility = ItemVisibility.INVISIBLE, //
		description = "The name to give it; empty registers it under the name of its file.")
	private String name = "";

	@Parameter(label = "JSON", persist = false, required = false, visibility = ItemVisibility.INVISIBLE, //
		description = "List one line of JSON for each model.")
	private boolean json;

	@Override
	protected void execute() {
		switch (action) {
			case "register" -> tell(Models.ofUser().register(model_file, name) + " is the name of " + model_file.getAbsolutePath() + ".");
			case "rename" -> {
				Models.ofUser().rename(given(), newName());
				tell(given() + " is called " + newName() + " now.");
			}
			case "remove" -> tell(given() + " is no longer in the library. Its file stays: " + Models.ofUser().remove(given()));
			default -> list();
		}
	}

	private void tell(final String text) {
		frontEnd().showResult(text);
	}

	private String given() {
		if (model_file == null || model_file.getPath().isBlank())
			throw new InvalidParameterException("model_file", null, "give the name of a model of the library; action=list lists them");
		return model_file.getPath();
	}

	private String newName() {
		if (name.isBlank())
			throw new InvalidParameterException("name", null, "give the new name");
		return name;
	}

	private void list() {
		final boolean one = model_file != null && !model_file.getPath().isBlank();
		if (!one && !json && frontEnd().modelsWindow())
			return;
		final List<Models.Card> cards = one ? List.of(Models.ofUser().card(model_file)) : Models.ofUser().cards();
		if (cards.isEmpty() && !json)
			tell(
				"There are no models in the library yet. A model that a person trains is put there; models --action register --model-file PATH puts another one there.");
		else
			tell(cards.stream().map(card -> json ? ModelCards.json(card) : ModelCards.words(card))
				.collect(Collectors.joining(System.lineSeparator())));
	}
}
