// For scripts: judges one image and hands out what was found with its types.
//
// Inputs: image_file, model_file. Outputs: score, decision, p_value, reason, how many regions, heatmap (ImgLib2), regions (label image).
//
// Fiji, ImageJ2:  File > Open... this file and Run, or  fiji --headless --run macros/judge.groovy 'image_file="part.png",model_file="part.aflow"'

#@ CommandService commands
#@ File (label = "Image") image_file
#@ File (label = "Model file") model_file
#@output Double score
#@output String decision
#@output Double p_value
#@output String reason
#@output Integer count
#@output net.imglib2.img.Img heatmap
#@output ij.ImagePlus regions

import ij.IJ
import org.anomalyflow.command.Detect

def done = commands.run(Detect, false, "image", IJ.openImage(image_file.path), "model_file", model_file).get()
if (done.isCanceled())
	throw new RuntimeException(done.cancelReason)
score = done.getOutput("score")
decision = done.getOutput("decision")
p_value = done.getOutput("p_value")
reason = done.getOutput("reason")
heatmap = done.getOutput("heatmap")
regions = done.getOutput("regions")
// each region has its number as grey value
count = (int) regions.statistics.max
println("${image_file.name}: ${decision}, score ${score}, p-value ${p_value}, ${count} regions, heatmap ${heatmap.dimension(0)} x ${heatmap.dimension(1)}")
