package org.anomalyflow.bundle;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import com.google.gson.JsonObject;

import org.anomalyflow.json.JsonText;
import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.AtomicFiles;
import org.anomalyflow.util.FileStamp;
import org.anomalyflow.util.Home;
import org.anomalyflow.util.InvalidParameterException;
import org.anomalyflow.util.Messages;
import org.anomalyflow.util.NearNames;

/**
 * Models by name: a folder with one small file for each, {@code NAME.json}, that says where the model lies, when it was used last
 * and whether drift was seen. The models themselves stay where they are; model files that lie in the folder itself are in the library,
 * too. Names are the same whatever their case, as file systems have it.
 */
public final class ModelLibrary {

	private static final String EXTENSION = ".json";
	private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}](?:[\\p{L}\\p{N} ._()+-]{0,78}[\\p{L}\\p{N}_()+-])?");
	/** What Windows takes for devices. */
	private static final Pattern RESERVED = Pattern.compile("(?i)(con|prn|aux|nul|com\\d|lpt\\d)(\\..*)?");
	private static final int LISTED = 10;
	private static final Duration OFTEN = Duration.ofMinutes(1);
	private static final Map<Path, Instant> NOTED = new ConcurrentHashMap<>();

	private final Path folder;

	/**
	 * A model of the library.
	 *
	 * @param name what it is called
	 * @param file where it lies, or lay
	 * @param used when it was used last; empty if never
	 * @param drift what was told of drift since the file is as it is; empty for none
	 */
	public record Entry(String name, Path file, Optional<Instant> used, String drift) {}

	/** @param folder where it is kept; need not exist */
	public ModelLibrary(final Path folder) {
		this.folder = folder;
	}

	/** That of this user. */
	public static ModelLibrary ofUser() {
		return new ModelLibrary(Home.folder().resolve("models"));
	}

	/** All models, last used first, then by name. */
	public List<Entry> entries() {
		final TreeMap<String, Entry> found = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
		for (final Path file : list("*" + EXTENSION))
			read(stem(file, EXTENSION)).ifPresent(entry -> found.put(entry.name(), entry));
		final Set<Path> registered = found.values().stream().map(Entry::file).collect(Collectors.toSet());
		for (final Path file : list("*" + BundleFile.EXTENSION))
			if (!registered.contains(file.toAbsolutePath().normalize()))
				found.computeIfAbsent(stem(file, BundleFile.EXTENSION),
					name -> new Entry(name, file.toAbsolutePath().normalize(), Optional.empty(), ""));
		return found.values().stream().sorted(Comparator.comparing((Entry entry) -> entry.used().orElse(Instant.MIN)).reversed()).toList();
	}

	private List<Path> list(final String pattern) {
		final List<Path> files = new ArrayList<>();
		if (Files.isDirectory(folder))
			try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, pattern)) {
				found.forEach(files::add);
			}
			catch (final IOException | DirectoryIteratorException e) {
				throw new AnomalyFlowException("Cannot list the models in " + folder + ": " + Messages.reason(e) + ". Check its permissions.", e);
			}
		return files;
	}

	private static String stem(final Path file, final String extension) {
		final String name = file.getFileName().toString();
		return name.substring(0, name.length() - extension.length());
	}

	/** The model of a name, if there is one. */
	public Optional<Entry> find(final String name) {
		final String plain = plain(name);
		return entries().stream().filter(entry -> plain(entry.name()).equalsIgnoreCase(plain)).findFirst();
	}

	private static String plain(final String name) {
		final String normal = Normalizer.normalize(name.trim(), Normalizer.Form.NFC);
		return normal.toLowerCase(Locale.ROOT).endsWith(BundleFile.EXTENSION)
			? normal.substring(0, normal.length() - BundleFile.EXTENSION.length())
			: normal;
	}

	/**
	 * The model file that a user means by a path or a name. A file that is there wins.
	 *
	 * @param parameter the name of the parameter, for messages
	 * @return a path; that of a file which is not there if it cannot be a name
	 * @throws InvalidParameterException if there is neither such a file nor such a name, or the model of that name is not where it was
	 */
	public Path resolve(final String parameter, final Path given) {
		if (Files.exists(given) || given.getNameCount() != 1 || given.isAbsolute())
			return given;
		final String name = given.toString();
		final Optional<Entry> found = find(name);
		if (found.isPresent() && !Files.exists(found.get().file()))
			throw new InvalidParameterException(parameter, name,
				"the library has it at " + found.get().file() + ", where it is no more. Add it " +
					"again in Anomaly Models..., or with models --action register --name " + quoted(found.get().name()) + " --model-file PATH");
		if (found.isPresent())
			return found.get().file();
		if (name.toLowerCase(Locale.ROOT).endsWith(BundleFile.EXTENSION))
			return given;
		throw unknown(parameter, name);
	}

	private static String quoted(final String name) {
		return name.contains(" ") ? "\"" + name + "\"" : name;
	}

	private InvalidParameterException unknown(final String parameter, final String name) {
		final List<String> names = entries().stream().map(Entry::name).toList();
		final List<String> near = NearNames.of(name, names);
		return new InvalidParameterException(parameter, name,
			"it is neither a file that is there nor the name of a model in the library, which " +
				(names.isEmpty()
					? "is empty"
					: near.isEmpty()
						? "has " + String.join(", ", names.subList(0, Math.min(LISTED, names.size()))) + (names.size() > LISTED ? ", ..." : "")
						: "has " + String.join(", ", near)) +
				". Give the path of a model file, NAME" + BundleFile.EXTENSION + ", or a name; Anomaly Models... and models list them");
	}

	/**
	 * Puts a model into the library, or gives one that is there the name.
	 *
	 * @param file the model
	 * @param wanted its name; empty for that of the file, with a number if another model has it
	 * @return the entry; that which is there if the file is in the library and no name is given
	 * @throws InvalidParameterException if the name is not allowed or another model has it
	 */
	public Entry register(final Path file, final String wanted) {
		final Path absolute = file.toAbsolutePath().normalize();
		final Optional<Entry> there = at(absolute);
		if (there.isPresent() && (wanted.isBlank() || plain(wanted).equals(there.get().name())))
			return there.get();
		final String name = wanted.isBlank() ? free(allowed(absolute)) : checked("name", wanted);
		if (!wanted.isBlank() && find(name).filter(other -> !other.file().equals(absolute) && Files.exists(other.file())).isPresent())
			throw new InvalidParameterException("name", wanted,
				"the library has another model of that name. Give another, or remove that one first");
		final Entry entry = new Entry(name, absolute, Optional.of(Instant.now()), there.map(Entry::drift).orElse(""));
		there.ifPresent(this::delete);
		write(entry);
		return entry;
	}

	/** The file's own name, without what names may not have. */
	private static String allowed(final Path file) {
		final String name = plain(file.getFileName().toString()).replaceAll("[^\\p{L}\\p{N} ._()+-]", "_").replaceAll("^[^\\p{L}\\p{N}]+", "")
			.replaceAll("[ .]+$", "");
		final String cut = name.substring(0, name.offsetByCodePoints(0, Math.min(60, name.codePointCount(0, name.length()))));
		return NAME.matcher(cut).matches() && !RESERVED.matcher(cut).matches() ? cut : "model " + cut.replaceAll("[^\\p{L}\\p{N}]", "");
	}

	private String free(final String name) {
		String next = name.trim();
		for (int i = 2; find(next).isPresent(); i++)
			next = name.trim() + "-" + i;
		return next;
	}

	private static String checked(final String parameter, final String text) {
		final String name = plain(text);
		if (!NAME.matcher(name).matches() || RESERVED.matcher(name).matches())
			throw new InvalidParameterException(parameter, text,
				"a name has 1 to 80 letters, digits, blanks and . _ - + ( ), and begins with a letter or digit");
		return name;
	}

	/**
	 * Gives a model another name.
	 *
	 * @throws InvalidParameterException if there is no such model, or the new name is not allowed or taken
	 */
	public Entry rename(final String name, final String to) {
		final Entry old = known(name);
		final String fresh = checked("name", to);
		if (find(fresh).filter(other -> !other.name().equals(old.name())).isPresent())
			throw new InvalidParameterException("name", to, "the library has another model of that name. Give another");
		if (isInFolder(old))
			throw lies(old, "renamed. Rename the file itself");
		final Entry entry = new Entry(fresh, old.file(), old.used(), old.drift());
		delete(old);
		write(entry);
		return entry;
	}

	/**
	 * Takes a model out of the library; its file stays.
	 *
	 * @throws InvalidParameterException if there is no such model, or it lies in the library's folder itself
	 */
	public Entry remove(final String name) {
		final Entry old = known(name);
		if (isInFolder(old))
			throw lies(old, "taken out. Delete or move the file itself");
		delete(old);
		return old;
	}

	private Entry known(final String name) {
		return find(name).orElseThrow(() -> unknown("model_file", name));
	}

	private boolean isInFolder(final Entry entry) {
		return !Files.exists(json(entry.name()));
	}

	private static InvalidParameterException lies(final Entry entry, final String what) {
		return new InvalidParameterException("model_file", entry.name(),
			"it lies in the library's folder, " + entry.file() + ", and cannot be " + what);
	}

	/** Notes that a model is used now, if it is in the library; what cannot be noted is no fault of the work. */
	public void used(final Path file) {
		final Path absolute = file.toAbsolutePath().normalize();
		final Instant now = Instant.now();
		final Instant before = NOTED.get(absolute);
		// hundreds of images may be judged one by one
		if (before != null && Duration.between(before, now).compareTo(OFTEN) < 0)
			return;
		NOTED.put(absolute, now);
		at(absolute).ifPresent(entry -> note(new Entry(entry.name(), entry.file(), Optional.of(now), entry.drift())));
	}

	private Optional<Entry> at(final Path absolute) {
		return entries().stream().filter(entry -> entry.file().equals(absolute)).findFirst();
	}

	/**
	 * Notes what was seen of drift, if the model is in the library.
	 *
	 * @param report empty for none
	 */
	public void noteDrift(final Path file, final String report) {
		final Path absolute = file.toAbsolutePath().normalize();
		at(absolute).filter(entry -> !entry.drift().equals(report))
			.ifPresent(entry -> note(new Entry(entry.name(), entry.file(), entry.used(), report)));
	}

	private void note(final Entry entry) {
		try {
			write(entry);
		}
		catch (final AnomalyFlowException e) {
			// a home folder that cannot be written to
		}
	}

	/** Where a picture of the parts that a model is for is kept. */
	public Path picture(final String name) {
		return folder.resolve(name + ".png");
	}

	private Path json(final String name) {
		return folder.resolve(name + EXTENSION);
	}

	private void write(final Entry entry) {
		final JsonObject json = new JsonObject();
		json.addProperty("path", entry.file().toString());
		entry.used().ifPresent(time -> json.addProperty("used", time.toString()));
		if (!entry.drift().isEmpty()) {
			json.addProperty("drift", entry.drift());
			json.addProperty("of", FileStamp.exact(entry.file()));
		}
		AtomicFiles.writeUnsynced(json(entry.name()), temporary -> Files.writeString(temporary, json + "\n"));
	}

	private void delete(final Entry entry) {
		try {
			Files.deleteIfExists(json(entry.name()));
			Files.deleteIfExists(picture(entry.name()));
		}
		catch (final IOException e) {
			throw new AnomalyFlowException(
				"Cannot delete " + json(entry.name()) + ": " + Messages.reason(e) + ". Check the permissions of its folder.", e);
		}
	}

	/** An entry that somebody has spoilt is none. */
	private Optional<Entry> read(final String name) {
		try {
			final JsonObject json = JsonText.object(Files.readString(json(name), StandardCharsets.UTF_8));
			final Path file = Path.of(json.get("path").getAsString());
			if (!file.isAbsolute())
				return Optional.empty();
			final boolean same = json.has("of") && json.get("of").getAsString().equals(FileStamp.exact(file));
			return Optional
				.of(new Entry(name, file, json.has("used") ? Optional.of(Instant.parse(json.get("used").getAsString())) : Optional.empty(),
					same ? json.get("drift").getAsString() : ""));
		}
		catch (final IOException | AnomalyFlowException | DateTimeParseException | IllegalStateException | NullPointerException
			| UnsupportedOperationException | IllegalArgumentException e)
		{
			return Optional.empty();
		}
	}
}
